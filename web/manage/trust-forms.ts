import { type Field, selectField, textField } from '#web/forms/fields.ts';
import { stackedForm } from '#web/forms/forms.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { settingsPath } from '#web/paths.ts';

/** A service whose runs this registry takes, and its servers. */
export interface Service {
  readonly provider: 'github' | 'gitlab' | 'circleci';
  readonly title: string;
  readonly issuers: readonly string[];
}

/** One form for each service: they ask for different things. */
export const trustForms = (name: string, services: readonly Service[]): Markup =>
  markup`<section><h2>Trust a workflow</h2>
${services.length === 0 && markup`<p class="notice">This registry takes no runs of CI services: its operators can change that.</p>`}
${services.map(
  (service, at) => markup`<details class="card"${at === 0 && markup` open`}>
<summary>${service.title}</summary>
${stackedForm({
  action: settingsPath(name, 'trust'),
  hidden: { do: 'add', type: service.provider },
  button: `Trust ${service.title}`,
  fields: [
    FIELDS[service.provider].map((field) =>
      textField({ ...field, id: `${service.provider}-${field.name}` }),
    ),
    issuerField(service),
    permissionField(service),
  ],
})}</details>`,
)}</section>`;

type Asked = Omit<Field, 'id'>;

const ENVIRONMENT: Asked = {
  name: 'environment',
  label: 'Environment',
  hint: 'Where people review what runs, such as production.',
  required: false,
};
const REF: Asked = {
  name: 'ref',
  label: 'Branch or tag',
  hint: 'Such as refs/heads/main, or refs/tags/v* for every tag that begins with v.',
  required: false,
};

const FIELDS: Readonly<Record<Service['provider'], readonly Asked[]>> = {
  github: [
    {
      name: 'repository',
      label: 'Repository',
      hint: 'Owner and name. It is bound to the repository’s id by its first run, so that nobody who takes the name later comes in.',
      placeholder: 'acme/app',
    },
    {
      name: 'workflow',
      label: 'Workflow file',
      hint: 'In .github/workflows. Empty: any of the repository.',
      placeholder: 'release.yml',
      required: false,
    },
    ENVIRONMENT,
    REF,
    {
      name: 'reusable',
      label: 'Reusable workflow',
      hint: 'The only one that the job may be defined in.',
      placeholder: 'acme/ci/.github/workflows/publish.yml',
      required: false,
    },
    {
      name: 'repositoryId',
      label: 'Id of the repository',
      hint: 'So that not even the first run is known by name alone.',
      required: false,
    },
  ],
  gitlab: [
    {
      name: 'repository',
      label: 'Project',
      hint: 'Its path, with all groups.',
      placeholder: 'acme/tools/app',
    },
    {
      name: 'workflow',
      label: 'CI file',
      hint: 'Empty: any of the project.',
      placeholder: '.gitlab-ci.yml',
      required: false,
    },
    ENVIRONMENT,
    REF,
    {
      name: 'repositoryId',
      label: 'Id of the project',
      hint: 'So that not even the first run is known by name alone.',
      required: false,
    },
  ],
  circleci: [
    { name: 'organization', label: 'Id of the organization', hint: 'In its settings: a UUID.' },
    { name: 'project', label: 'Id of the project', hint: 'In its settings: a UUID.' },
    {
      name: 'pipeline',
      label: 'Id of the pipeline definition',
      hint: 'In the project’s settings, at Pipelines: a UUID.',
    },
    {
      name: 'repository',
      label: 'Repository',
      hint: 'As the service names it.',
      placeholder: 'github.com/acme/app',
    },
    {
      name: 'contexts',
      label: 'Ids of contexts',
      hint: 'UUIDs with spaces between them.',
      required: false,
      most: 2000,
    },
    REF,
  ],
};

const issuerField = ({ provider, issuers }: Service): Content =>
  issuers.length > 1 &&
  selectField({
    id: `${provider}-issuer`,
    name: 'issuer',
    label: 'Server',
    choices: issuers.map((issuer) => ({ value: issuer, label: issuer })),
  });

const permissionField = ({ provider }: Service): Markup =>
  selectField({
    id: `${provider}-may`,
    name: 'may',
    label: 'It may',
    choices: [
      { value: 'createPackage', label: 'publish' },
      { value: 'createStagedPackage', label: 'stage what a person approves' },
    ],
  });
