import { textField } from '#web/forms/fields.ts';
import { stackedForm } from '#web/forms/forms.ts';
import type { Page } from '#web/layout.ts';
import { markup } from '#web/markup.ts';
import { accountPaths, newOrgPath } from '#web/paths.ts';

export const newOrgPage = (mayMake: boolean): Page => ({
  title: 'Make an organization',
  content: markup`<h1>Make an organization</h1>
<p>People who publish together own a scope together. From then on only members publish new names in it, and what they publish belongs to the organization.</p>
${
  mayMake
    ? stackedForm({
        action: newOrgPath,
        hidden: {},
        button: 'Make it',
        fields: textField({
          id: 'name',
          name: 'name',
          label: 'Name',
          hint: 'acme owns the scope @acme. Lower-case letters, digits, dots, dashes and underscores.',
          placeholder: 'acme',
          most: 65,
        }),
      })
    : markup`<p class="notice">Only admins of the registry make organizations here: ask one of them.</p>`
}
<p><a href="${accountPaths.invitation}">Join one by an invitation</a></p>`,
});
