import { EventStoreDBClient, jsonEvent, START, streamNameFilter } from '@eventstore/db-client';
const url=process.argv[2];
const c=EventStoreDBClient.connectionString(url);
const s='s-'+Date.now();
console.log(await c.appendToStream(s,[jsonEvent({type:'A',data:{n:1}}),jsonEvent({type:'A',data:{n:2}})]));
console.log(await c.appendToStream(s,jsonEvent({type:'A',data:{n:1}}),{expectedRevision:1n, credentials:{username:'a',password:'b'}}));
try{await c.appendToStream(s,jsonEvent({type:'A',data:{n:1}}),{expectedRevision:7n});}catch(e){console.log(e.type,e.message)}
for await(const e of c.readStream(s)) console.log(e.event.revision,e.event.data,e.event.position,e.event.created);
for await(const e of c.readAll({maxCount:5})) console.log(e.event.streamId,e.event.revision);
try{for await(const e of c.readStream('none')) ;}catch(e){console.log(e.type)}
const sub=c.subscribeToStream(s,{fromRevision:START});
sub.on('data',e=>console.log('sub',e.event.revision)); sub.on('caughtUp',()=>console.log('caughtup')); sub.on('error',e=>console.log('suberr',e.type,e.code));
const all=c.subscribeToAll({fromPosition:START,filter:streamNameFilter({prefixes:['s-'],checkpointReached:(_,p)=>console.log('cp',p)})});
all.on('data',e=>console.log('all',e.event.streamId,e.event.revision)); all.on('error',e=>console.log('allerr',e.type,e.code));
await new Promise(r=>setTimeout(r,500));
console.log(await c.appendToStream(s,jsonEvent({type:'A',data:{n:4}})));
await new Promise(r=>setTimeout(r,300));
let t=Date.now();
for(let i=0;i<200;i++) await c.appendToStream(s+'x',jsonEvent({type:'A',data:{n:4,p:'x'.repeat(500)}}));
console.log('x1',200/(Date.now()-t)*1000);
t=Date.now();
await Promise.all(Array.from({length:16},async(_,k)=>{for(let i=0;i<100;i++) await c.appendToStream(s+'x'+k,jsonEvent({type:'A',data:{n:4,p:'x'.repeat(500)}}));}));
console.log('x16',1600/(Date.now()-t)*1000);
t=Date.now(); let n=0; for await(const e of c.readAll()) n++; console.log('readAll',n,n/(Date.now()-t)*1000);
process.exit(0);
