/** What the shell sees; documented and stable. */
export const EXIT = {
	/** Nothing at error level, not too many warnings. */
	clean: 0,
	findings: 1,
	/** Bad usage or configuration. */
	usage: 2,
	/** A bug in wslint. */
	internal: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
