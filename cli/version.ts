import manifest from '../package.json' with { type: 'json' };

export async function main(): Promise<number> {
  process.stdout.write(`${manifest.version}\n`);
  return 0;
}
