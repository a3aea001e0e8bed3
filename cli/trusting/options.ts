const text = { type: 'string' } as const;
const yes = { type: 'boolean' } as const;

/** Where the registry is and who asks it. */
export const REGISTRY_OPTIONS = { registry: text, otp: text, json: yes } as const;

/** What is said of a trusted publisher of any service, in npm's words where npm has some. */
const TRUST_OPTIONS = {
  ...REGISTRY_OPTIONS,
  'allow-publish': yes,
  'allow-stage-publish': yes,
  'allow-staged-publish': yes,
  issuer: text,
  ref: text,
  'dry-run': yes,
  // npm asks before it trusts somebody; who passes this on says it to npm.
  yes: { ...yes, short: 'y' },
} as const;

const FILE_OPTIONS = {
  ...TRUST_OPTIONS,
  file: text,
  env: text,
  environment: text,
  'repository-id': text,
} as const;

export const GITHUB_OPTIONS = {
  ...FILE_OPTIONS,
  repo: text,
  repository: text,
  reusable: text,
} as const;

export const GITLAB_OPTIONS = { ...FILE_OPTIONS, project: text } as const;

export const CIRCLECI_OPTIONS = {
  ...TRUST_OPTIONS,
  'org-id': text,
  'project-id': text,
  'pipeline-definition-id': text,
  'vcs-origin': text,
  'context-id': { ...text, multiple: true },
} as const;

type Given<O> = {
  readonly [K in keyof O]?:
    | (O[K] extends { readonly multiple: true }
        ? readonly string[]
        : O[K] extends { readonly type: 'boolean' }
          ? boolean
          : string)
    | undefined;
};

export type RegistryValues = Given<typeof REGISTRY_OPTIONS>;
export type TrustValues = Given<typeof TRUST_OPTIONS>;
export type GithubValues = Given<typeof GITHUB_OPTIONS>;
export type GitlabValues = Given<typeof GITLAB_OPTIONS>;
export type CircleciValues = Given<typeof CIRCLECI_OPTIONS>;
