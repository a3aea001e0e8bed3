import * as esbuild from 'esbuild';
import { rm } from 'node:fs/promises';
import path from 'node:path';

import { folderOf, gatewayFunctions, JOB_FUNCTIONS } from '../functions/gateway-functions.ts';
import { entryOf } from './entry.ts';
import { BUNDLES, ROOT } from './folders.ts';

/** Bytes of each bundle, by the function's folder. */
export type BundleSizes = ReadonlyMap<string, number>;

/** Bundles every function by one call of esbuild. */
export async function bundleFunctions(): Promise<BundleSizes> {
  await rm(BUNDLES, { recursive: true, force: true });
  const entries = entryModules();
  const { metafile } = await esbuild.build({
    entryPoints: [...entries.keys()].map((folder) => ({
      in: `function:${folder}`,
      out: `${folder}/index`,
    })),
    plugins: [functionEntries(entries)],
    absWorkingDir: ROOT,
    outdir: BUNDLES,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    alias: {
      '@aws-sdk/credential-provider-node': path.join(ROOT, 'lambdas/functions/credentials.ts'),
    },
    // electrodb is CommonJS and asks for Node's own modules by require().
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    metafile: true,
    logLevel: 'warning',
  });
  const sizes = Object.entries(metafile.outputs).map(
    ([file, { bytes }]) => [path.basename(path.dirname(file)), bytes] as const,
  );
  return new Map(sizes);
}

/** The source of each function's entry, by its folder. */
function entryModules(): ReadonlyMap<string, string> {
  const endpoints = gatewayFunctions().map((each) => [each.folder, entryOf(each)] as const);
  const jobs = JOB_FUNCTIONS.map(
    (id) => [folderOf(id), `export { handler } from '#functions/${id}.ts';`] as const,
  );
  return new Map([...endpoints, ...jobs]);
}

/** Entries are written here, not in files: the routes say all that is in them. */
const functionEntries = (entries: ReadonlyMap<string, string>): esbuild.Plugin => ({
  name: 'function-entries',
  setup(build) {
    build.onResolve({ filter: /^function:/ }, ({ path: name }) => ({
      path: name.slice('function:'.length),
      namespace: 'function',
    }));
    build.onLoad({ filter: /.*/, namespace: 'function' }, ({ path: folder }) => ({
      contents: entries.get(folder) ?? '',
      loader: 'ts',
      resolveDir: ROOT,
    }));
  },
});
