import { element } from './elements.js';

/** Full screen and picture in picture, where the browser has them. */
export class Screening {
  #stageView;
  #stage = element('stage', HTMLElement);

  /**
   * @param {import('./stage-view.js').StageView} stageView
   * @param {import('./controls-view.js').ControlsView} controls
   */
  constructor(stageView, controls) {
    this.#stageView = stageView;
    controls.showPossible('fullscreen', document.fullscreenEnabled);
    controls.showPossible('pip', document.pictureInPictureEnabled);
    document.addEventListener('fullscreenchange', () => {
      controls.showPressed('fullscreen', document.fullscreenElement !== null);
    });
    // These two bubble up from the video that is shown.
    for (const name of ['enterpictureinpicture', 'leavepictureinpicture']) {
      this.#stage.addEventListener(name, () => {
        controls.showPressed('pip', document.pictureInPictureElement !== null);
      });
    }
  }

  async toggleFullScreen() {
    if (document.fullscreenElement) {
      await document.exitFullscreen();
    } else if (document.fullscreenEnabled) {
      await this.#stage.requestFullscreen();
    }
  }

  /** Shows what matters most above other programs; nothing happens where nobody is to be seen. */
  async togglePictureInPicture() {
    if (document.pictureInPictureElement) {
      await document.exitPictureInPicture();
    } else if (document.pictureInPictureEnabled) {
      await this.#stageView.mainVideo?.requestPictureInPicture();
    }
  }
}
