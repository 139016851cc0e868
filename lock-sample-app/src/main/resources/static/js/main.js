import {connect, say} from './events.js';

try {
  await Promise.all(['./instances.js', './items.js', './race.js', './stories.js'].map(each => import(each)));
  connect();
} catch (e) {
  say('start', `This page could not be started: ${e.message} Load it again.`);
}
