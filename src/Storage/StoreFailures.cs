using System.Data.Common;
using System.Net.Sockets;

namespace Omnichannel.Storage;

internal static class StoreFailures
{
    /// <summary>True for what databases and the way to them do, false for what is a mistake of ours.</summary>
    public static bool IsOfTheStore(Exception failure) => failure is DbException or IOException or SocketException or TimeoutException;
}
