import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { api, type Fault, read } from '../api.ts';
import { FaultAlert } from '../fault-alert.tsx';

/** The rejected records as a download; where the upload is not to be had any more, it says so. */
export function ErrorFile({ id }: { readonly id: string }) {
  const { mutate, error, isPending } = useErrorFile(id);
  return (
    <>
      <Button
        loading={isPending}
        onClick={() => mutate()}
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        Rejected records as a file
      </Button>
      {error !== null && (
        <div className="whole-line">
          <FaultAlert fault={error} />
        </div>
      )}
    </>
  );
}

// A refused download would take the place of the page, so the upload is looked at first.
function useErrorFile(id: string) {
  return useMutation<unknown, Fault, void>({
    mutationFn: () => {
      const params = { path: { id } };
      return read(api.POST('/api/v1/imports/{id}/preview', { params, body: { limit: 1 } }));
    },
    onSuccess: () => window.location.assign(`/api/v1/imports/${id}/error-file`),
  });
}
