import type { NpmConfig } from '../../registry/npmrc.ts';
import type { NpmSettings } from '../publish-settings.ts';

/**
 * What is said of publishing there: `pantry.publish.npm`, else the package's `publishConfig`. What anybody may read
 * under its plain name is for everybody under a scoped one too, which npm would else take for private.
 */
export function npmTerms(settings: NpmSettings, own: NpmConfig, isRenamed: boolean): NpmConfig {
  return (name) => {
    if (name === 'tag') return settings.tag ?? own(name);
    if (name !== 'access') return own(name);
    return settings.access ?? own(name) ?? (isRenamed ? 'public' : undefined);
  };
}
