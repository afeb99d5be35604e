import { ERRORS, join } from '/assets/client/index.js';

const find = (selector) => document.querySelector(selector);
const [form, status, say, chat, people] = ['form', 'p', '[name=say]', 'ul', 'main'].map(find);

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  form.hidden = true;
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
  const [[microphone], [camera]] = [stream.getAudioTracks(), stream.getVideoTracks()];
  call(join(form.link.value, { tracks: { microphone, camera } }));
});

function call(room) {
  room.on('status', ({ state, error }) => {
    status.textContent = error ? `${ERRORS[error].title}. ${ERRORS[error].advice}` : state;
  });
  room.on('track', ({ track }) => {
    const element = document.createElement(track.kind);
    Object.assign(element, { srcObject: new MediaStream([track]), autoplay: true, id: track.id });
    people.append(element);
  });
  room.on('track-ended', ({ track }) => document.getElementById(track.id)?.remove());
  room.on('data', ({ value }) => show(`they: ${value.chat}`));
  say.disabled = false;
  say.addEventListener('change', () => {
    room.send({ chat: say.value });
    show(`you: ${say.value}`);
    say.value = '';
  });
  window.addEventListener('pagehide', () => room.leave());
}

function show(text) {
  chat.append(Object.assign(document.createElement('li'), { textContent: text }));
}
