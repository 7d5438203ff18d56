import { describe, expect, it } from 'vitest';
import { loadEnvironment } from '../../src/spec/environment.ts';
import { folder } from '../helpers/spec.ts';

describe('.env', () => {
  it('is read from the working directory, below the process', () => {
    const text = '\uFEFF# keys\nOPENAI_API_KEY="from file"\nexport BATCH_SIZE=3\nHOME=/nowhere\n';
    const environment = loadEnvironment(folder({ '.env': text }), { HOME: '/home/me' });
    expect(environment).toEqual({
      OPENAI_API_KEY: 'from file',
      BATCH_SIZE: '3',
      HOME: '/home/me',
    });
  });

  it('need not be there', () => {
    expect(loadEnvironment(folder(), { A: 'b' })).toEqual({ A: 'b' });
  });
});
