/** Names of things that are never printed. */
const SECRET_WORD =
	/(secret|passw(or)?d|passphrase|pwd|token|api_?key|private|credential|access_?key|encryption_?key|signing|salt|jwt|bearer|cookie|(^|_)auth(_?key)?$|_key$|^key$|dsn$|connection_?string)/i;
/** What is public about them: where they live, how long they last, what they are called. */
const PUBLIC_ASPECT =
	/(url|uri|host|hostname|port|path|origins?|domain|endpoint|enabled?|ttl|expir\w*|minutes|seconds|hours|days|algorithms?|issuer|audience|name|header|length|limit|max_\w+|min_\w+)$/i;

/** Whether a variable of this name holds something that must never be printed. */
export function isSecretKey(key: string): boolean {
	return SECRET_WORD.test(key) && !PUBLIC_ASPECT.test(key);
}

/** Whether a variable of this name holds what tokens and sessions are signed with. */
export function isSigningKey(key: string): boolean {
	return /(^|_)(SECRET|JWT|SIGNING)(_|$)/.test(key) && isSecretKey(key);
}

const STAND_IN =
	/^(?:guest|anonymous|anon|public|demo|test|null|undefined|none|true|false|\d+|your[-_].*|change[-_]?me.*|replace[-_]?me.*|<.*>|x+)$/i;

/** A value that stands for one that is still to be filled in, or for nobody in particular. */
export function isStandIn(value: string): boolean {
	return STAND_IN.test(value);
}

const TOKEN_SHAPES =
	/(\bsk[-_](live_|test_|proj-|ant-)?[\w-]{16,}|\b(ghp|gho|ghs|github_pat)_\w{16,}|\bglpat-[\w-]{16,}|\bxox[abprs]-[\w-]{10,}|\bAKIA[0-9A-Z]{16}\b|\bAIza[\w-]{30,}|\bnpm_\w{30,}|\beyJ[\w-]{8,}\.eyJ[\w-]{8,}|-----BEGIN [A-Z ]*PRIVATE KEY|\bhf_\w{20,}|\bSG\.[\w-]{16,})/;
const URL_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*:[^/?#\s]*@/i;
const URL_SECRET =
	/[?&](?:[\w-]*(?:token|key|secret|password|auth|sig|signature))=[^&#\s${}]{8,}/i;
const RANDOM = /^[A-Za-z0-9+/=_-]{32,}$/;

/** Whether a value is itself a credential, whatever its name: a known token shape, a URL with a password, a long random string. */
export function isSecretValue(value: string): boolean {
	return (
		TOKEN_SHAPES.test(value) ||
		URL_PASSWORD.test(value) ||
		URL_SECRET.test(value) ||
		(RANDOM.test(value) && /\d/.test(value) && bitsPerCharacter(value) > 3.3)
	);
}

/** Shannon entropy; hexadecimal noise has nearly 4 bits, words and paths about 3. */
function bitsPerCharacter(text: string): number {
	const counts = new Map<string, number>();
	for (const character of text)
		counts.set(character, (counts.get(character) ?? 0) + 1);
	let bits = 0;
	for (const count of counts.values())
		bits -= (count / text.length) * Math.log2(count / text.length);
	return bits;
}

const MASK = "***";

/** A URL fit to be shown: user info and the values of the query are masked; any other text is returned unchanged. */
export function maskUrl(url: string): string {
	return url
		.replace(/^([a-z][a-z0-9+.-]*:)?\/\/[^/?#@\s]*@/i, `$1//${MASK}@`)
		.replace(/\?[^#\s]*/, (query) => query.replace(/=[^&]+/g, `=${MASK}`));
}
