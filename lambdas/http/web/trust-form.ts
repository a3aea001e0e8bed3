import * as v from 'valibot';

import { CI_PROVIDERS } from '#domain/ci/run.ts';
import { CIRCLE, TRUST_PERMISSIONS } from '#domain/ci/trusted-publisher.ts';
import type { Json } from '#domain/manifest.ts';

/** What is left empty is not said. */
const Text = v.optional(
  v.pipe(
    v.string(),
    v.trim(),
    v.transform((text) => (text === '' ? undefined : text)),
  ),
);

/** The fields of all services; which of them count is said by `type`. */
export const TrustForm = {
  type: v.picklist(CI_PROVIDERS, 'say which service'),
  may: v.picklist(TRUST_PERMISSIONS, 'say what it may do'),
  issuer: Text,
  repository: Text,
  repositoryId: Text,
  workflow: Text,
  environment: Text,
  ref: Text,
  reusable: Text,
  organization: Text,
  project: Text,
  pipeline: Text,
  contexts: Text,
};

const Form = v.object(TrustForm);
type Form = v.InferOutput<typeof Form>;

/** The form as clients send it, to be read by the same rules. */
export const trustRequestOf = (form: Form): Json => ({
  type: form.type,
  permissions: [form.may],
  ...said({ issuer: form.issuer }),
  claims: said(CLAIMS[form.type](form)),
});

const CLAIMS: Readonly<Record<Form['type'], (form: Form) => Json>> = {
  github: ({ repository, repositoryId, workflow, environment, ref, reusable }) => ({
    repository,
    repository_id: repositoryId,
    workflow_ref: workflow === undefined ? undefined : { file: workflow },
    job_workflow_ref: reusable,
    environment,
    ref,
  }),
  gitlab: ({ repository, repositoryId, workflow, environment, ref }) => ({
    project_path: repository,
    project_id: repositoryId,
    ci_config_ref_uri: workflow === undefined ? undefined : { file: workflow },
    environment,
    ref,
  }),
  circleci: ({ organization, project, pipeline, repository, contexts, ref }) => ({
    [CIRCLE.organization]: organization,
    [CIRCLE.project]: project,
    [CIRCLE.pipeline]: pipeline,
    [CIRCLE.origin]: repository,
    [CIRCLE.contexts]: contexts?.split(/[\s,]+/),
    ref,
  }),
};

const said = (values: Json): Json =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
