import { type Answer, type Client, escape } from '../client.ts';
import { publishDocument, uniqueName } from '../packages.ts';
import { approve } from '../staging.ts';

/** What is done to a package, by the request of a client. `of`: its revision, or what is staged of it. */
type Request = (who: Client, name: string, of: string) => Promise<Answer>;

let patch = 0;
const newVersion = (): string => {
  patch += 1;
  return `1.0.${patch}`;
};

/** By the action that it needs. */
export const REQUESTS: Readonly<Partial<Record<string, Request>>> = {
  read: async (who, name) => who.get(`/${escape(name)}`),
  publish: async (who, name) => who.publish({ name, version: newVersion() }),
  stage: async (who, name) =>
    who.post(`/-/stage/package/${escape(name)}`, publishDocument({ name, version: newVersion() })),
  approve: async (who, _, id) => approve(who, id),
  tag: async (who, name) => who.put(`/-/package/${escape(name)}/dist-tags/beta`, '"1.0.0"'),
  deprecate: async (who, name) =>
    who.put(`/${escape(name)}`, { _id: name, name, versions: { '1.0.0': { deprecated: 'old' } } }),
  unpublish: async (who, name, rev) => who.remove(`/${escape(name)}/-rev/${rev}`),
  manage: async (who, name) =>
    who.put(`/-/package/${escape(name)}/owners`, { user: 'first-of-all' }),
  advise: async (who, name) =>
    who.put(`/-/v1/packages/${escape(name)}/advisories/${uniqueName()}`, {
      title: 'x',
      severity: 'low',
      vulnerable_versions: '<2.0.0',
    }),
};
