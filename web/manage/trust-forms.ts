import { type Problem, problemNotice } from '#web/account/form.ts';
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

/** What was typed into one of the forms, which its `type` names, and why it was not taken. */
export interface SentTrust {
  readonly values: Readonly<Partial<Record<string, string>>>;
  readonly problem: Problem;
}

/** One form for each service: they ask for different things. */
export const trustForms = (name: string, services: readonly Service[], sent?: SentTrust): Markup =>
  markup`<section><h2>Trust a workflow</h2>
${services.length === 0 && markup`<p class="notice">This registry takes no runs of CI services: its operators can change that.</p>`}
${problemNotice(sent?.problem)}
${services.map(
  (service, at) => markup`<details class="card"${isOpen(service, at, sent) && markup` open`}>
<summary>${service.title}</summary>
${stackedForm({
  action: settingsPath(name, 'trust'),
  hidden: { do: 'add', type: service.provider },
  button: `Trust ${service.title}`,
  fields: [
    FIELDS[service.provider].map((field) =>
      textField({
        ...field,
        id: `${service.provider}-${field.name}`,
        value: valuesOf(service, sent)[field.name],
      }),
    ),
    issuerField(service, sent),
    permissionField(service, sent),
  ],
})}</details>`,
)}</section>`;

const isOpen = ({ provider }: Service, at: number, sent: SentTrust | undefined): boolean =>
  sent ? sent.values['type'] === provider : at === 0;

const valuesOf = (
  { provider }: Service,
  sent: SentTrust | undefined,
): Readonly<Partial<Record<string, string>>> =>
  sent?.values['type'] === provider ? sent.values : {};

/** The choice that was made, where one was. */
function chosenOf(service: Service, name: string, sent: SentTrust | undefined) {
  const chosen = valuesOf(service, sent)[name];
  return chosen === undefined ? {} : { chosen };
}

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

const issuerField = (service: Service, sent: SentTrust | undefined): Content =>
  service.issuers.length > 1 &&
  selectField({
    ...chosenOf(service, 'issuer', sent),
    id: `${service.provider}-issuer`,
    name: 'issuer',
    label: 'Server',
    choices: service.issuers.map((issuer) => ({ value: issuer, label: issuer })),
  });

const permissionField = (service: Service, sent: SentTrust | undefined): Markup =>
  selectField({
    ...chosenOf(service, 'may', sent),
    id: `${service.provider}-may`,
    name: 'may',
    label: 'It may',
    choices: [
      { value: 'createPackage', label: 'publish' },
      { value: 'createStagedPackage', label: 'stage what a person approves' },
    ],
  });
