import { checkField, radioFields, textField } from '#web/forms/fields.ts';
import { stackedForm } from '#web/forms/forms.ts';
import type { Page } from '#web/layout.ts';
import { type Markup, markup } from '#web/markup.ts';
import { settingsPath } from '#web/paths.ts';

import { type Managed, settingsShell } from './shell.ts';

interface Settings {
  readonly managed: Managed;
  readonly done: string | undefined;
  /** Who may read what is public here. */
  readonly reads: 'anyone' | 'users';
  readonly secondFactor: 'none' | 'automation' | 'required';
  readonly rules: {
    readonly ciOnly: boolean;
    readonly staged: boolean;
    readonly provenance: boolean;
    readonly environment: string;
  };
  /** The same as one text, which the form sends back. */
  readonly seen: string;
}

export const settingsPage = (settings: Settings): Page =>
  settingsShell({
    managed: settings.managed,
    done: settings.done,
    content: markup`${visibilityForm(settings)}${secondFactorForm(settings)}${rulesForm(settings)}`,
  });

const visibilityForm = ({ managed: { name, visibility }, reads }: Settings): Markup =>
  markup`<section><h2>Who can read it</h2>
${stackedForm({
  action: settingsPath(name),
  hidden: { do: 'visibility' },
  button: 'Save who can read it',
  fields: radioFields({
    id: 'access',
    name: 'access',
    label: 'Visibility',
    chosen: visibility,
    choices: [
      {
        value: 'public',
        label: 'Public',
        hint: `${reads === 'anyone' ? 'Anybody, also without an account,' : 'Everybody with an account here'} can read and install every version.`,
      },
      {
        value: 'private',
        label: 'Private',
        hint: 'Only its owners, and members of its organization whose teams may read it. To everybody else it does not exist. Copies that others have already are theirs.',
      },
    ],
  }),
})}</section>`;

const secondFactorForm = ({ managed: { name }, secondFactor }: Settings): Markup =>
  markup`<section><h2>Second factor</h2>
<p>What this package asks of people who publish, tag, deprecate or change it. CI runs of trusted publishers have no second factor, and are asked for none.</p>
${stackedForm({
  action: settingsPath(name),
  hidden: { do: 'second-factor' },
  button: 'Save second factor',
  fields: radioFields({
    id: 'factor',
    name: 'rule',
    label: 'A code is asked for',
    chosen: secondFactor,
    choices: [
      {
        value: 'none',
        label: 'As each account is set up',
        hint: 'Accounts without a second factor can write with a token alone.',
      },
      {
        value: 'automation',
        label: 'Always, but of tokens for automation',
        hint: 'Tokens that were made to go without a code may.',
      },
      {
        value: 'required',
        label: 'Always',
        hint: 'Tokens for automation can not publish it. Accounts without a second factor can not write to it, also yours.',
      },
    ],
  }),
})}</section>`;

const rulesForm = ({ managed: { name }, rules, seen }: Settings): Markup =>
  markup`<section><h2>Rules for publishing</h2>
${stackedForm({
  action: settingsPath(name),
  hidden: { do: 'rules', seen },
  button: 'Save rules',
  fields: [
    checkField({
      id: 'ci-only',
      name: 'ciOnly',
      label: 'Only trusted publishers',
      hint: 'CI runs publish or stage; people and their tokens do not. People approve.',
      checked: rules.ciOnly,
    }),
    checkField({
      id: 'staged',
      name: 'staged',
      label: 'A person approves what CI sends',
      hint: 'Versions from CI wait until somebody who may publish approves them.',
      checked: rules.staged,
    }),
    checkField({
      id: 'provenance',
      name: 'provenance',
      label: 'Versions prove where they were built',
      hint: 'A version without provenance is refused.',
      checked: rules.provenance,
    }),
    textField({
      id: 'environment',
      name: 'environment',
      label: 'Only from this environment of the CI service',
      hint: 'Such as production. Its service lets people review what runs there. Empty: from any.',
      value: rules.environment,
      required: false,
      most: 255,
    }),
  ],
})}</section>`;
