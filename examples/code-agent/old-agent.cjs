// An agent from before there were promises, as it is. Nothing of it knows of swarmdeck.
class WordCounter {
  constructor() {
    this.stats = { texts: 0, words: 0 };
  }

  process(text, callback) {
    setTimeout(() => {
      if (text.trim() === '') return callback(new Error('there is nothing to count'));
      const words = text.split(/\s+/).filter(Boolean).length;
      this.stats.texts++;
      this.stats.words += words;
      callback(null, `${words} words`);
    }, 10);
  }

  close(callback) {
    if (callback) callback();
  }
}

module.exports = WordCounter;
