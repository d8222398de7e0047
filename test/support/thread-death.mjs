// Preloaded into a server under test (`node --import`): ends a thread of it, wherever that is just then,
// when the test says so. A thread has no process id, so nothing outside can.
import { syncBuiltinESMExports } from 'node:module';
import threads from 'node:worker_threads';

const { BroadcastChannel, isMainThread, Worker } = threads;
const living = new Map();

threads.Worker = class extends Worker {
  constructor(file, options) {
    super(file, options);
    living.set(this, options?.name);
    this.once('exit', () => living.delete(this));
  }
};
syncBuiltinESMExports();

// Threads have threads of their own: each hears of it, and ends those that it began itself.
const orders = new BroadcastChannel('thread-death');
orders.onmessage = ({ data }) => end(data);
orders.unref();

function end(wanted) {
  for (const [thread, name] of living) if (name === wanted) thread.terminate();
}

if (isMainThread) {
  process.on('message', (name) => {
    end(name);
    orders.postMessage(name);
  });
  process.channel?.unref();
}
