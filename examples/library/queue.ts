// Any work by priority, so much of it at one time, with retries; and a breaker before a service that is down. Needs no
// model. Expect the urgent letter first, one that is tried again, and a call that is not made:
//
//   node examples/library/queue.ts
import { BreakerOpen, createBreaker, createQueue } from 'swarmdeck';

await using queue = createQueue({ concurrency: 1, retry: { retries: 2, baseMs: 10 } });
const letters = [
  queue.submit(({ attempt }) => post('first', attempt)),
  queue.submit(({ attempt }) => post('second', attempt)),
  queue.submit(({ attempt }) => post('urgent', attempt), { priority: 'high' }),
];
console.log((await Promise.all(letters.map(({ result }) => result))).join(', '));
console.log(`${queue.stats().retries} tried again`);

const breaker = createBreaker({ failures: 2, recoverySeconds: 60 });
for (let call = 1; call <= 3; call++) {
  await breaker
    .call(() => Promise.reject(new Error('no route to the franking machine')))
    .catch((error) => console.log(error instanceof BreakerOpen ? 'not called' : error.message));
}

async function post(name: string, attempt: number): Promise<string> {
  if (name === 'second' && attempt === 1) throw new Error('the stamp fell off');
  console.log(`posted ${name}`);
  return `${name} in ${attempt}`;
}
