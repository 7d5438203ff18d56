import { expect, test } from 'vitest';
import { SettingsKeeper } from '../../components/settings-keeper.ts';
import type { ConsoleSettings } from '../../src/settings/console-settings.ts';

function keeper(fails = false) {
  const written: Partial<ConsoleSettings>[] = [];
  const troubles: string[] = [];
  const subject = new SettingsKeeper(
    async (change) => {
      if (fails) throw new Error('no room on the disk');
      written.push(change);
    },
    (sentence) => troubles.push(sentence),
  );
  return { subject, written, troubles };
}

test('keys that follow each other are kept once, as they are at the end', async () => {
  const { subject, written } = keeper();
  subject.keep({ theme: 'light' });
  subject.keep({ theme: 'mono' });
  subject.keep({ mouse: false });
  expect(written).toEqual([]);
  await expect.poll(() => written, { timeout: 3_000 }).toEqual([{ theme: 'mono', mouse: false }]);
  await subject.flush();
  expect(written).toHaveLength(1);
});

test('what was changed last is kept when the console closes', async () => {
  const { subject, written } = keeper();
  subject.keep({ theme: 'contrast' });
  await subject.flush();
  expect(written).toEqual([{ theme: 'contrast' }]);
});

test('what cannot be kept is said, and is no reason to fail', async () => {
  const { subject, troubles } = keeper(true);
  subject.keep({ theme: 'light' });
  await subject.flush();
  expect(troubles).toEqual(['not kept for next time: no room on the disk']);
});
