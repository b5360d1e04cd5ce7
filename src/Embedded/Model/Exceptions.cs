namespace Orleans.Runtime;

/// <summary>The root of what the host itself has to say, as opposed to what a grain threw.</summary>
public class OrleansException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>The call was not delivered: no grain code ran for it.</summary>
public class OrleansMessageRejectionException(string message, Exception? innerException = null) : OrleansException(message, innerException);

/// <summary>The host is not started, or it is stopping: no grain code ran for this call.</summary>
public class SiloUnavailableException(string message, Exception? innerException = null) : OrleansMessageRejectionException(message, innerException);

/// <summary>The host has as many calls in flight as it may: no grain code ran for this call.</summary>
public sealed class LimitExceededException(string message, Exception? innerException = null) : OrleansException(message, innerException);

/// <summary>The grain classes or the options of the host do not fit together; said at start-up.</summary>
public sealed class OrleansConfigurationException(string message, Exception? innerException = null) : Exception(message, innerException);
