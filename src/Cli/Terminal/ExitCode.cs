namespace Omnichannel.Terminal;

/// <summary>What <c>omni</c> tells the shell.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>It ran, and something was refused, differed or could not be reached.</summary>
    public const int Failed = 1;

    /// <summary>The command line, or the file it names, is wrong: nothing was sent.</summary>
    public const int Usage = 2;
}

/// <summary>The caller asked for something that cannot be started; the message is one line for a person.</summary>
internal sealed class UsageException(string message) : Exception(message);
