// Reads a WARC with warcio and compares every response's payload with its WARC-Payload-Digest.
// usage: node warc_peer.mjs WARCIO_INDEX_JS FILE.warc
import { createReadStream } from "node:fs";
import { createHash } from "node:crypto";

const { WARCParser } = await import(process.argv[2]);
let responses = 0;
for await (const record of new WARCParser(createReadStream(process.argv[3]))) {
  const payload = await record.readFully(true);
  const stated = record.warcHeader("WARC-Payload-Digest");
  if (record.warcType !== "response" || !stated) continue;
  const found = "sha256:" + createHash("sha256").update(payload).digest("hex");
  if (found !== stated) throw new Error(`${record.warcTargetURI}: ${found}, and ${stated} is stated`);
  responses++;
}
if (responses === 0) throw new Error("no response in it");
console.log(`${responses} responses`);
