// A stand-in for a coding agent without its screen: it is told which file to look at, reads the change from disk, and
// answers in JSON on stdout. It knows five rules in place of a model, and says so when it is asked for anything else.
import { readFileSync } from 'node:fs';

const rules = [
  { what: 'logging is left in', severity: 'low', sign: /console\.log/ },
  { what: 'this goes one past the end', severity: 'high', sign: /<= \w+\.length/ },
  { what: 'a comparison without types', severity: 'low', sign: /[^=!]==[^=]/ },
  { what: 'a secret in the code', severity: 'high', sign: /(password|secret|token)\w* = '/i },
  { what: 'something is left to do', severity: 'low', sign: /TODO/ },
];

const asked = readFileSync(0, 'utf8');
const file = /Review (\S+) in ([^\s:]+)/.exec(asked);
if (file === null) {
  console.error('this reviewer wants: Review FILE in DIFF');
  process.exit(65); // bad input: it is not tried again
}

const findings = added(file[1], readFileSync(file[2], 'utf8')).flatMap(({ line, text }) =>
  rules
    .filter(({ sign }) => sign.test(text))
    .map(({ what, severity }) => ({ line, severity, comment: what })),
);
console.log(JSON.stringify({ file: file[1], findings }));

/** The lines that a diff adds to a file, by their numbers in it afterwards. */
function added(name, diff) {
  const part = diff.split(/^diff --git /m).find((each) => each.startsWith(`a/${name} `)) ?? '';
  const lines = [];
  let line = 0;
  for (const text of part.split('\n')) {
    const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)/.exec(text);
    if (hunk !== null) line = Number(hunk[1]);
    else if (line > 0 && text.startsWith('+')) lines.push({ line: line++, text: text.slice(1) });
    else if (line > 0 && !text.startsWith('-')) line++;
  }
  return lines;
}
