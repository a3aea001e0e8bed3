// The command in two bundles. What speaks with a registry is one file, whose modules are evaluated when they are
// wanted: CommonJS, because an ES module loads all of Node's own modules that it names at its start. What is a
// registry itself lies beside it in parts and is loaded by a few commands.
import { build } from 'esbuild';
import path from 'node:path';

import { embeddedAssets } from '../web/embedded-assets.mjs';

const COMMON = {
  bundle: true,
  platform: 'node',
  mainFields: ['module', 'main'],
  minifySyntax: true,
  minifyWhitespace: true,
  metafile: true,
  sourcemap: 'linked',
  // Only for texts in other encodings than UTF-8, which no registry sends; it is half a megabyte.
  external: ['iconv-lite'],
  // Beside what is wanted it has a parser of shell scripts.
  alias: { '@yarnpkg/parsers': path.resolve('node_modules/@yarnpkg/parsers/lib/syml.js') },
  logLevel: 'warning',
  // It would be undefined where nothing stands for it.
  logOverride: { 'empty-import-meta': 'error' },
};

/** Makes `client.cjs` and `registry/` in a folder; resolves with the files that went into them. */
export async function bundle(folder) {
  const parts = await findRegistryParts();
  const [client, registry] = await Promise.all([
    build({
      ...COMMON,
      entryPoints: ['bin/pantry.ts'],
      outfile: `${folder}/client.cjs`,
      format: 'cjs',
      target: 'node20.19',
      define: { 'import.meta.dirname': '__dirname' },
      plugins: [beside(parts)],
    }),
    build({
      ...COMMON,
      entryPoints: Object.fromEntries(parts.map((file) => [nameOf(file), file])),
      outdir: `${folder}/registry`,
      format: 'esm',
      splitting: true,
      target: 'node24',
      define: embeddedAssets(),
      outExtension: { '.js': '.mjs' },
      // electrodb is CommonJS and asks for Node's own modules by require().
      banner: {
        js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
      },
    }),
  ]);
  return { client: inputsOf(client), registry: inputsOf(registry) };
}

/** `cli/caching/folder-door.ts` is `registry/caching-folder-door.mjs`. */
const nameOf = (file) =>
  file
    .replace(/^cli\//, '')
    .replace(/\.ts$/, '')
    .replaceAll('/', '-');

/** What went into the output, not what was looked at. */
const inputsOf = ({ metafile }) => [
  ...new Set(
    Object.values(metafile.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs)
        .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
        .map(([file]) => file),
    ),
  ),
];

/** The files that the command loads when they are wanted and that keep tables: those need Node's SQLite. */
async function findRegistryParts() {
  const { metafile } = await build({
    ...COMMON,
    write: false,
    entryPoints: ['bin/pantry.ts'],
    outdir: 'dist',
    format: 'esm',
    splitting: true,
  });
  const { inputs } = metafile;
  const importsOf = (file) => inputs[file]?.imports ?? [];
  const closureOf = (file, seen = new Set()) => {
    if (!seen.has(file)) {
      seen.add(file);
      for (const { path: to, kind } of importsOf(file)) {
        if (kind !== 'dynamic-import') closureOf(to, seen);
      }
    }
    return seen;
  };
  const parts = new Set();
  const visited = new Set();
  const visit = (file) => {
    const closure = closureOf(file);
    visited.add(file);
    if (closure.has('node:sqlite')) parts.add(file);
    else {
      for (const each of [...closure].flatMap(importsOf)) {
        const wanted = each.kind === 'dynamic-import' && !each.external && !visited.has(each.path);
        if (wanted) visit(each.path);
      }
    }
  };
  visit('bin/pantry.ts');
  return [...parts];
}

const beside = (parts) => ({
  name: 'registry-beside',
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, ({ kind, path: to, resolveDir }) => {
      const file = path.relative(process.cwd(), path.join(resolveDir, to)).replaceAll('\\', '/');
      if (kind !== 'dynamic-import' || !parts.includes(file)) return undefined;
      return { path: `./registry/${nameOf(file)}.mjs`, external: true };
    });
  },
});
