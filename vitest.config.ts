import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    testTimeout: 20_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts', 'components/**/*.{ts,tsx}'],
      reporter: ['text-summary'],
      thresholds: { lines: 80 },
    },
  },
});
