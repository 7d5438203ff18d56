#!/usr/bin/env node
// Kept to syntax that any Node can read: an old one must get a sentence, not a stack trace.
var wanted = 24;
if (Number(process.versions.node.split('.')[0]) < wanted) {
  process.stderr.write(
    'swarmdeck needs Node ' +
      wanted +
      ' or newer; this is Node ' +
      process.versions.node +
      '. Install a newer Node, or in a checkout run it through npm (npm start), which brings its own.\n',
  );
  process.exit(2);
}
// React reads this while it loads; its development build costs several times the CPU.
process.env.NODE_ENV = process.env.NODE_ENV || 'production';
import('../dist/src/cli/main.js').then(
  (cli) => cli.main(process.argv.slice(2)),
  (error) => {
    process.stderr.write(
      error && error.code === 'ERR_MODULE_NOT_FOUND'
        ? 'swarmdeck is not built here (' + error.message.split('\n')[0] + '); run: npm ci\n'
        : String((error && error.stack) || error) + '\n',
    );
    process.exit(2);
  },
);
