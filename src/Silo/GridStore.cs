using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Omnichannel.Customers;
using Omnichannel.Feed;
using Omnichannel.Privacy;
using Omnichannel.Storage;

namespace Omnichannel.Silo;

/// <summary>Opens the journal before the first grain is there, and closes it after the last one has gone.</summary>
public sealed class GridStore(GridSettings settings, ILoggerFactory loggers) : IHostedService, IAsyncDisposable
{
    private AdoNetJournal? _journal;
    private IDataKeys? _keys;

    /// <summary>The journal of this process. Only after the start.</summary>
    public AdoNetJournal Journal => _journal ?? throw new InvalidOperationException("The grid has not started.");

    /// <summary>The keys of customers. Only after the start.</summary>
    public IDataKeys Keys => _keys ?? throw new InvalidOperationException("The grid has not started.");

    /// <summary>What there is to know of the store. Only after the start.</summary>
    public StoreFacts Facts => new(settings.Journal.Store.ToString(), Journal.Durability.ToString(), settings.Place);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var masters = settings.MasterKey.Read();
        _journal = await AdoNetJournal.OpenAsync(settings.Journal, loggers, cancellationToken);
        _keys = _journal.KeysUnder(masters);
        await CheckMasterKeyAsync(_keys, cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        if (_journal is { } journal) await journal.DisposeAsync();
    }

    // A wrong master key is told now, and not by the first customer who comes.
    private static async Task CheckMasterKeyAsync(IDataKeys keys, CancellationToken cancellationToken)
    {
        try
        {
            await keys.GetOrCreateAsync(IdentityNames.KeyOwner, cancellationToken);
        }
        catch (DataKeyUnreadableException unreadable)
        {
            throw new GridSettingsException($"The master key does not open what this store holds. {unreadable.Message} Add it to Grid:MasterKey, after the newest one.");
        }
    }
}
