import OpenAI from 'openai';
import { clientOptions, inRounds, requestBody } from '../measure.ts';

/** The official SDK with p-limit, as most programs call a model. */
const options = clientOptions();
const client = new OpenAI({ apiKey: 'bench', baseURL: `${options.url}/v1`, maxRetries: 0 });

await inRounds(options, 'openai', async (index) => {
  const stream = await client.chat.completions.create(requestBody(index));
  let text = '';
  let tokens = 0;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? '';
    if (chunk.usage) tokens = chunk.usage.completion_tokens;
  }
  return text === '' ? 0 : tokens;
});
