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
}
