import { COMMANDS } from './commands.ts';

const lines = (): string =>
  Object.entries(COMMANDS)
    .map(([name, { about }]) => `  ${name.padEnd(9)} ${about}`)
    .join('\n');

const TEXT = (): string => `Pantry, a package registry that anyone can own.

Usage: pantry <command> [options]

${lines()}

pantry start [--port 4873] [--host 127.0.0.1] [--data data] [--config pantry.json] [--log auto]
    Every setting of docs/configuration.md is an option too, such as --public-url
    or --sign-up, and an environment variable, such as PANTRY_PUBLIC_URL.

pantry publish <file.tgz> [--registry URL] [--tag latest] [--access public|restricted]
               [--provenance-file bundle.sigstore] [--otp 123456] [--staged] [--json]
    For what \`npm pack\` made and \`npm publish\` can't send. Registry and token come
    from npm's own configuration (.npmrc, npm_config_*). --staged: a person approves it.

pantry trust github [package] --file release.yml [--repo owner/name] [--env production]
             [--ref 'refs/tags/v*'] [--reusable owner/repo/.github/workflows/publish.yml]
pantry trust gitlab [package] --file .gitlab-ci.yml [--project group/name] [--env] [--ref]
pantry trust circleci [package] --org-id --project-id --pipeline-definition-id --vcs-origin
             [--context-id …] [--ref]
             [--allow-publish] [--allow-stage-publish] [--repository-id 42] [--issuer URL]
             [--dry-run]
pantry trust list [package] | revoke [package] --id ID     [--registry URL] [--otp] [--json]
    As \`npm trust\`, and what that can't say. The package is that of package.json unless
    it is named, and so is the repository, else that of the remote \`origin\`. * stands
    for anything within one part of a ref. --issuer: a server of your own.

pantry mirror <lockfile | package…> [--registry URL] [--full] [--concurrency 16] [--json]
    Makes a registry keep what package-lock.json, pnpm-lock.yaml, yarn.lock or
    bun.lock names, or packages such as react@19 and all that they depend on, so that
    these install when the upstream is gone. --full: also whole documents, which
    \`npm install\` reads, pnpm 11 and later, and npm with lockfiles of version 1.

pantry cache ls [package…] [--all] | rm <package…> [--forget] | stats | verify  [--json]
    What is kept of upstreams. A package is left-pad, left-pad@1.0.0, @acme or eslint-*.
    --all: also what was fetched once and is not kept any more. --forget: a version may
    then be another than it was; without it, that is refused for good.

pantry rebuild | gc | cache … [--data data]
pantry rebuild | gc | cache … --registry http://localhost:4873
    On a data folder that no registry uses, or by asking a running one; that needs
    the token of an admin in the environment variable PANTRY_TOKEN.
`;

export async function main(): Promise<number> {
  process.stdout.write(TEXT());
  return 0;
}
