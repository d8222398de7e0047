// What was typed is not dropped without a question.
import { Button, Group } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';

/** The way out of a form. */
export interface Leaving {
  /** Asks where something would be lost, and says whether it does. */
  readonly asks: () => boolean;
  /** Leaves at once, or asks. */
  readonly leave: () => void;
  /** The question, while it is asked; null otherwise. */
  readonly question: ReactNode;
  readonly stay: () => void;
}

/** A way out of a form that asks first where something has changed. */
export function useLeaving(isChanged: () => boolean, onLeave: () => void): Leaving {
  const [isAsking, setIsAsking] = useState(false);
  const stay = () => setIsAsking(false);
  const asks = () => {
    const isLost = isChanged();
    setIsAsking(isLost);
    return isLost;
  };
  return {
    asks,
    leave: () => {
      if (!asks()) onLeave();
    },
    question: isAsking ? <LeaveQuestion onStay={stay} onLeave={onLeave} /> : null,
    stay,
  };
}

/** A form that keeps what is typed itself, and whether that differs from what stood there at first. */
export function useTypedForm() {
  const form = useRef<HTMLFormElement>(null);
  const first = useRef<FormData | null>(null);
  useEffect(() => {
    if (form.current !== null) first.current = new FormData(form.current);
  }, []);
  const isTyped = () =>
    form.current !== null &&
    [...new FormData(form.current)].some(
      ([name, value]) => value !== (first.current?.get(name) ?? ''),
    );
  return { form, isTyped };
}

interface LeaveQuestionProps {
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

// Takes the focus, and gives it back to where somebody was typing.
function LeaveQuestion({ onStay, onLeave }: LeaveQuestionProps) {
  const stay = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    stay.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <Group className="leave-question" role="group" aria-label="Close without saving?">
      <strong className="grows">What you typed is not saved.</strong>
      <Button ref={stay} size="compact-sm" variant="default" onClick={onStay}>
        Keep writing
      </Button>
      <Button size="compact-sm" color="red" onClick={onLeave}>
        Drop it
      </Button>
    </Group>
  );
}
