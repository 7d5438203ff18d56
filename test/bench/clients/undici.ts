import { Pool } from 'undici';
import { clientOptions, inRounds, requestBody } from '../measure.ts';

/** Bare undici `request()` with p-limit: the floor of what is practical in Node. */
const options = clientOptions();
const pool = new Pool(new URL(options.url).origin, { connections: options.concurrency });

await inRounds(options, 'undici', async (index) => {
  const { body } = await pool.request({
    path: '/v1/chat/completions',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(requestBody(index)),
  });
  let text = '';
  let tokens = 0;
  let rest = '';
  body.setEncoding('utf8');
  for await (const chunk of body) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data: ') || line === 'data: [DONE]') continue;
      const event = JSON.parse(line.slice(6));
      text += event.choices[0]?.delta.content ?? '';
      if (event.usage) tokens = event.usage.completion_tokens;
    }
  }
  return text === '' ? 0 : tokens;
});
await pool.close();
