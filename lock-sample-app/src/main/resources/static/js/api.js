/** Calls the server. What went wrong is thrown as an Error with words for people. */
export async function call(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined ? {} : {'Content-Type': 'application/json'},
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (e) {
    throw new Error('The server does not answer. If this was a bid, look at the item before bidding again.');
  }
  const text = await response.text();
  let answer = null;
  try {
    answer = text ? JSON.parse(text) : null;
  } catch (e) {
    // Not from this application, but from something before it.
  }
  if (!response.ok) {
    throw new Error(answer?.detail ?? `The server answers ${response.status}.`);
  }
  return answer;
}
