import { readFileSync } from 'node:fs';

/** Prints the counts of vitest's JSON report as one plain line. */
const report = JSON.parse(readFileSync(process.argv[2], 'utf8')) as {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
};
const { numPassedTests, numFailedTests, numPendingTests } = report;
console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
