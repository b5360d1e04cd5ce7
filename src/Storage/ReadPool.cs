using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using Omnichannel.Journal;

namespace Omnichannel.Storage;

/// <summary>A bounded number of connections for reading. A broken one is replaced, and what it was asked is asked once more.</summary>
internal sealed class ReadPool(JournalDialect dialect, JournalOptions options, ILogger logger) : IAsyncDisposable
{
    private readonly SemaphoreSlim _slots = new(options.ReadConnectionsMax);
    private readonly ConcurrentStack<ReadSession> _idle = new();
    private volatile bool _isClosed;

    /// <exception cref="JournalCorruptException">The answer cannot be read, and never will be.</exception>
    /// <exception cref="JournalUnknownException">There is no answer now.</exception>
    public async ValueTask<TResult> UseAsync<TQuestion, TResult>(
        TQuestion question,
        Func<ReadSession, TQuestion, CancellationToken, ValueTask<TResult>> ask,
        CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isClosed) throw new JournalUnknownException("The journal is closed.");
            if (_idle.TryPop(out var kept))
            {
                try
                {
                    return await AskAsync(kept, question, ask, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception failure) when (StoreFailures.IsOfTheStore(failure))
                {
                    // The store may have been restarted since this connection was last used; all idle ones are as old.
                    await DropIdleAsync().ConfigureAwait(false);
                }
            }

            var session = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            return await AskAsync(session, question, ask, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (StoreFailures.IsOfTheStore(failure))
        {
            StorageLog.ReadFailed(logger, failure);
            throw new JournalUnknownException($"The {dialect.Name} journal cannot be read now: {failure.Message}", failure);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Waits for the reads under way, and refuses all later ones.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var slot = 0; slot < options.ReadConnectionsMax; slot++) await _slots.WaitAsync().ConfigureAwait(false);
        _isClosed = true;
        await DropIdleAsync().ConfigureAwait(false);
        _slots.Release(options.ReadConnectionsMax);
    }

    private async ValueTask<TResult> AskAsync<TQuestion, TResult>(
        ReadSession session,
        TQuestion question,
        Func<ReadSession, TQuestion, CancellationToken, ValueTask<TResult>> ask,
        CancellationToken cancellationToken)
    {
        var isHealthy = false;
        try
        {
            var result = await ask(session, question, cancellationToken).ConfigureAwait(false);
            isHealthy = true;
            return result;
        }
        catch (Exception damage) when (damage is InvalidCastException or FormatException or OverflowException or ArgumentException)
        {
            throw new JournalCorruptException($"{question}: what the journal keeps cannot be read: {damage.Message}", damage);
        }
        catch (DbException damage) when (dialect.SaysCorrupt(damage))
        {
            throw new JournalCorruptException($"{question}: the store says that what it keeps is damaged: {damage.Message}", damage);
        }
        finally
        {
            if (isHealthy) _idle.Push(session);
            else await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<ReadSession> ConnectAsync(CancellationToken cancellationToken) =>
        new(dialect, await dialect.ConnectForReadingAsync(cancellationToken).ConfigureAwait(false), (int)options.CommandTimeout.TotalSeconds);

    private async ValueTask DropIdleAsync()
    {
        while (_idle.TryPop(out var session)) await session.DisposeAsync().ConfigureAwait(false);
    }
}
