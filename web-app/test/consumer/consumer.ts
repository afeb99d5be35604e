// What a program in TypeScript sees of the package: compiled against the emitted .d.ts by `npm run check`.
import { ERRORS, OtterError, join, look } from '@otter/client';
import type { Peer, Room } from '@otter/client';
import { OtterCallElement } from '@otter/client/element';

const status = await look('https://calls.example.org/otter-meet/tea?token=t');
const here: number | undefined = status.participantCount;

const room: Room = join('https://calls.example.org/otter-meet/tea?token=t', { name: 'Ada' });
room.on('status', ({ state, error }) => {
  const title: string = error ? ERRORS[error].title : state;
  document.title = title;
});
room.on('track', ({ peer, track, name, kind }) => {
  const from: Peer = peer;
  const screen: boolean = kind === 'screen';
  document.title = `${from.id} ${track.kind} ${name} ${screen} ${here}`;
});
// @ts-expect-error there is no such event
room.on('tracks', () => {});
// @ts-expect-error a name, and then a track
await room.publish(new MediaStreamTrack());

try {
  await room.joined();
  const [peer] = room.peers;
  const channel: RTCDataChannel | undefined = peer?.openChannel('files', { ordered: true });
  channel?.send(new ArrayBuffer(1));
} catch (error) {
  if (error instanceof OtterError && !error.canRetry) {
    document.title = error.advice;
  }
}

const element = document.querySelector('otter-call');
if (element instanceof OtterCallElement) {
  await element.join();
  document.title = element.room?.status.state ?? 'out';
}
