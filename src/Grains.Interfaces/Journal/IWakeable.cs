namespace Omnichannel.Journal;

/// <summary>An entity that has something to do at a time of its own. The due index of the store wakes it, also after a crash.</summary>
[Alias("wakeable")]
public interface IWakeable : IGrainWithStringKey
{
    /// <summary>Does what is due by now. Harmless when nothing is, and when called twice.</summary>
    [Alias("wake")]
    Task Wake();
}
