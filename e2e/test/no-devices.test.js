import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchBrowser, newPerson } from '../lib/browser.js';
import { CallSide } from '../lib/call.js';
import { documentedCauses, untilCause } from '../lib/causes.js';
import { ConsolePage } from '../lib/console-page.js';
import { OtterNode } from '../lib/otter-node.js';

describe('without camera and microphone', () => {
  /** @type {OtterNode} */
  let node;
  /** @type {Record<'fake' | 'noCamera' | 'denied', import('playwright-core').Browser>} */
  let browsers;

  before(async () => {
    node = await OtterNode.start({ name: 'no-devices' });
    browsers = {
      fake: await launchBrowser('fake'),
      noCamera: await launchBrowser('noCamera'),
      denied: await launchBrowser('denied'),
    };
  });

  after(async () => {
    await Promise.all(Object.values(browsers ?? {}).map((browser) => browser.close()));
    await node?.stop();
  });

  it('the lobby says that there is no camera, and one can still see, hear and be heard', async () => {
    const { url } = await node.createRoom('no-camera');
    const ada = new CallSide('Ada', await newPerson(browsers.fake));
    const ben = new CallSide('Ben', await newPerson(browsers.noCamera));
    await ada.open(url);
    await ben.openLobby(url);
    await ben.untilText('device-errors', 'Camera: No device was found');
    await ben.join();
    await ben.untilState('waiting');
    await ada.join();
    await ben.untilDecoding();
    await ben.untilHearing();
    await ada.untilState('connected');
    await ada.tiles('person').getByText('Camera off').waitFor();
    await ada.untilHearing();
    await untilCause(node, 'no-camera', 'camera-failed', false);
    const operator = await ConsolePage.signedIn(browsers.fake, node);
    await operator.openTimeline('no-camera');
    await operator.untilOpenTimelineSays(String((await documentedCauses()).get('camera-failed')), false);
    assert.deepEqual(operator.trouble(), []);
    ada.assertNoTrouble();
    ben.assertNoTrouble();
  });

  it('the lobby explains a refused permission, and two without anything still get connected', async () => {
    const { url } = await node.createRoom('denied');
    const sides = [];
    for (const name of ['Ada', 'Ben']) {
      const side = new CallSide(name, await newPerson(browsers.denied));
      await side.openLobby(url);
      await side.untilText('device-errors', /Camera and microphone: Access was not allowed/);
      await side.join();
      sides.push(side);
    }
    for (const side of sides) {
      await side.untilState('connected');
      side.assertNoTrouble();
    }
    await untilCause(node, 'denied', 'camera-refused', false);
  });

  it('one without, who gets them later, is then seen and heard', async () => {
    const { url } = await node.createRoom('later');
    const ada = new CallSide('Ada', await newPerson(browsers.fake));
    const ben = new CallSide('Ben', await newPerson(browsers.fake));
    await ada.open(url);
    await ben.open(url);
    await ben.page.keyboard.press('m');
    await ben.page.click('#lobby [data-control="camera"]');
    await ada.join();
    await ada.untilState('waiting');
    await ben.join();
    await ada.untilState('connected');
    await ada.untilSilent();
    await ben.toggle('camera');
    await ben.toggle('microphone');
    await ada.untilDecoding();
    await ada.untilHearing();
  });
});
