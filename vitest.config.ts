import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    testTimeout: 20_000,
    // Left to itself it keeps a core free, of two one.
    maxWorkers: '100%',
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts', 'components/**/*.{ts,tsx}'],
      reporter: ['text-summary'],
      thresholds: { lines: 80 },
    },
  },
});
