import { type Markup, markup } from '#web/markup.ts';

/** What somebody reads who opens a registry that has nothing yet; `registry`: with a slash at the end. */
export const firstPackage = (registry: string): Markup => markup`<section class="notice first">
<h2>Nothing is published here yet</h2>
<p>Publish the first package from its folder, the one with its package.json:</p>
<div class="copied"><pre>npm login --registry=${registry}
npm publish --registry=${registry}</pre></div>
<p>“npm login” asks for your account, or makes one where this registry lets you. The package is here as soon as “npm publish” is done.</p>
</section>`;
