// Discovery and API roots. OASIS TAXII 2.1 sections 4.1 and 4.2.
import { selectVisibleApiRoots } from '../../store/api-roots.ts';
import { TAXII_MEDIA_TYPE } from '../../taxii/media-type.ts';
import type { Principal } from '../access.ts';
import type { Handler, Settings } from '../operation.ts';

/** The roots that the caller may see; the first is the default. Public discovery names none. */
export const getDiscovery: Handler = async (input, { db, settings }) => {
  const principal: Principal | undefined = input.principal;
  const roots = principal === undefined ? [] : await selectVisibleApiRoots(db.work, principal);
  const urls = roots.map((root) => rootUrl(settings, root.name));
  return {
    status: 200,
    body: {
      title: settings.discoveryTitle,
      description: settings.discoveryDescription,
      contact: settings.discoveryContact,
      ...(urls[0] === undefined ? {} : { default: urls[0], api_roots: urls }),
    },
  };
};

export const getApiRoot: Handler = async ({ api_root }, { settings }) => ({
  status: 200,
  body: {
    title: api_root.title,
    description: api_root.description ?? undefined,
    versions: [TAXII_MEDIA_TYPE],
    max_content_length: api_root.max_content_length ?? settings.maxContentLength,
  },
});

// An absolute URL must be https (section 4.1.1); without TLS a path is the only legal form.
function rootUrl(settings: Settings, name: string): string {
  const path = `/taxii2/${name}/`;
  return settings.publicUrlIsHttps ? `${settings.publicUrl}${path}` : path;
}
