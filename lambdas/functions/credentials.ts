import { env } from 'node:process';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * In place of the SDK's search for credentials in files, other services and programs: Lambda has them in
 * the environment. The bundle is 140 KB smaller for it.
 */
export const defaultProvider = () => async (): Promise<Credentials> => ({
  accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
  secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
  ...(env['AWS_SESSION_TOKEN'] && { sessionToken: env['AWS_SESSION_TOKEN'] }),
});
