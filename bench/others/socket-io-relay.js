// Signaling as Socket.IO's users write it: a room to meet in, an arrival to those who are there, messages by id.
import { Server } from 'socket.io';
import { createServer } from 'node:http';
import './collect-garbage.js';

const http = createServer();
const server = new Server(http, { transports: ['websocket'], serveClient: false });

server.on('connection', (socket) => {
  socket.on('join', (room) => {
    socket.join(room);
    socket.to(room).emit('arrival', { source: socket.id });
  });
  socket.on('message', ({ destination, polite, payload }) => {
    server.to(destination).emit('message', { source: socket.id, destination, polite, payload });
  });
});
http.listen(0, '127.0.0.1', () => console.log(`listening on ${http.address().port}`));
