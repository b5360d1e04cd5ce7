using Omnichannel.Journal;

namespace Omnichannel.Privacy;

/// <summary>What it means to a caller of the grid when the keys give no answer.</summary>
internal static class KeyAnswers
{
    /// <param name="unheard">What is told when the store did not say: busy where nothing can have happened.</param>
    public static async Task<T> Ask<T>(Unavailability unheard, Func<ValueTask<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (DataKeyUnreadableException unreadable)
        {
            throw new GridUnavailableException(Unavailability.Corrupt, unreadable.Message, unreadable);
        }
        catch (JournalUnknownException failure)
        {
            throw new GridUnavailableException(unheard, "The keys cannot be reached now. Repeat the call with the same id.", failure);
        }
    }

    public static Task Ask(Unavailability unheard, Func<ValueTask> ask) => Ask(unheard, async () =>
    {
        await ask();
        return true;
    });

    /// <summary>Brings keys to a ring. True when there were any to bring.</summary>
    /// <param name="owners">Those that the ring has already are not asked for again.</param>
    public static async Task<bool> Bring(this KeyRing ring, IDataKeys keys, IEnumerable<string> owners)
    {
        string[] missing = [.. owners.Where(owner => !ring.Has(owner)).Distinct()];
        foreach (var owner in missing) ring.Bring(owner, await Ask(Unavailability.Busy, () => keys.FindAsync(owner, CancellationToken.None)));
        return missing.Length > 0;
    }
}
