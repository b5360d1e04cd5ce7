using System.Threading.Channels;
using Omnichannel.Journal;

namespace Omnichannel.Storage;

/// <summary>A writer whose batches stay in flight until the test says how they end.</summary>
internal sealed class GatedWriter : IShardWriter
{
    private readonly Channel<Batch> _batches = Channel.CreateUnbounded<Batch>();
    private volatile bool _isOpen;

    public bool IsDisposed { get; private set; }

    public Task<bool[]> WriteAsync(IReadOnlyList<JournalAppend> batch)
    {
        var gated = new Batch([.. batch.Select(append => append.Entity.Key)]);
        if (_isOpen) gated.Land();
        else Assert.True(_batches.Writer.TryWrite(gated));
        return gated.Outcome;
    }

    public async Task<Batch> NextAsync() => await _batches.Reader.ReadAsync();

    public void LetAllLand()
    {
        _isOpen = true;
        while (_batches.Reader.TryRead(out var batch)) batch.Land();
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return default;
    }

    public sealed class Batch(IReadOnlyList<string> keys)
    {
        private readonly TaskCompletionSource<bool[]> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<string> Keys => keys;

        public Task<bool[]> Outcome => _outcome.Task;

        public void Land(string? fenced = null) => _outcome.TrySetResult([.. keys.Select(key => key != fenced)]);

        public void Fail(Exception failure) => _outcome.TrySetException(failure);
    }
}
