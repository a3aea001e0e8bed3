#!/usr/bin/env node
// What npm links, as dist/pantry.mjs: it asks for a Node that can run the command, and has the command's one
// file compiled once rather than at each start where Node can keep that (22.1 and later).
import module from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major > 20 || (major === 20 && minor >= 19)) {
  const load = module.createRequire(import.meta.url);
  const asked = process.argv.slice(2).join(' ');
  // Scripts ask for it all the time: all of the command is not read for a line.
  if (asked === '--version' || asked === '-v') {
    process.stdout.write(`${load('../package.json').version}\n`);
  } else {
    module.enableCompileCache?.();
    load('./client.cjs');
  }
} else {
  process.stderr.write(`pantry: Node 20.19 or later is needed, and this is ${process.version}\n`);
  process.exitCode = 1;
}
